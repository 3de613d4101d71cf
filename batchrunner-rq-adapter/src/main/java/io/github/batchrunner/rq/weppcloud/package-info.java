/**
 * WEPPcloud's conventions on top of RQ and Redis: its NoDb locks and caches, its RedisPrep
 * timestamps, its batches as trees of jobs, and its status messages.
 *
 * <p>The executor uses it when a batch runs on WEPPcloud's workers; it can be used by itself.
 */
@NullMarked
package io.github.batchrunner.rq.weppcloud;

import org.jspecify.annotations.NullMarked;
