/**
 * The connection to Redis, with Jedis behind it: only classes of this package may name Jedis.
 *
 * <p>Commands and replies are bytes; what they mean is the protocol package's business.
 */
@NullMarked
package io.github.batchrunner.rq.internal.redis;

import org.jspecify.annotations.NullMarked;
