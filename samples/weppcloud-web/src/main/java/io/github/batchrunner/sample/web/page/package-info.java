/** The pages: frames of HTML that the modules under static/app fill through the API. */
@NullMarked
package io.github.batchrunner.sample.web.page;

import org.jspecify.annotations.NullMarked;
