/**
 * Python's pickle format, as far as data needs it: written for the arguments of calls, read without
 * ever making an object of a class that a pickle names.
 */
@NullMarked
package io.github.batchrunner.rq.pickle;

import org.jspecify.annotations.NullMarked;
