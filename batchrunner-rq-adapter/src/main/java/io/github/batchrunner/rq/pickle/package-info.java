/**
 * Python's pickle format, as far as data needs it: written for the arguments of calls, read without
 * ever making an object of a class that a pickle names.
 *
 * <p>{@link io.github.batchrunner.rq.pickle.Pickle} is the way in. Nothing here knows of RQ or
 * Redis, and anything may use it.
 */
@NullMarked
package io.github.batchrunner.rq.pickle;

import org.jspecify.annotations.NullMarked;
