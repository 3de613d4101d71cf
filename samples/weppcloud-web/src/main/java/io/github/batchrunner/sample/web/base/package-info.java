/**
 * The controls of the base project: what a person may set of its NoDb files, and how it is written.
 *
 * <p>{@link io.github.batchrunner.sample.web.base.BaseControls} is the way in; {@link
 * io.github.batchrunner.sample.web.base.SbsRaster} keeps the uploaded map of burn severities. What
 * there is to set stands in the classes named {@code …Fields}, one per control, as plain
 * declarations; {@code ValueKind} says how a kind of value is read, checked and written. Names,
 * defaults and limits are those of WEPPcloud's public sources; what is not known of them is left
 * out. Knows neither HTTP nor JSON of the API.
 */
@NullMarked
package io.github.batchrunner.sample.web.base;

import org.jspecify.annotations.NullMarked;
