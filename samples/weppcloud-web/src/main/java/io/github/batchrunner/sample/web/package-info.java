/** The batch pages of WEPPcloud as a service: the start and its settings. */
@NullMarked
package io.github.batchrunner.sample.web;

import org.jspecify.annotations.NullMarked;
