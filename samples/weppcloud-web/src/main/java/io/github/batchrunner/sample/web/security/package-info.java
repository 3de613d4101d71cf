/** Who may do what: users, roles, sign-in, headers. */
@NullMarked
package io.github.batchrunner.sample.web.security;

import org.jspecify.annotations.NullMarked;
