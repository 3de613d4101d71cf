/** Tests of the controls of the base project, on real NoDb files where there are some. */
@NullMarked
package io.github.batchrunner.sample.web.base;

import org.jspecify.annotations.NullMarked;
