/** Tests of users, sign-in and rules. */
@NullMarked
package io.github.batchrunner.sample.web.security;

import org.jspecify.annotations.NullMarked;
