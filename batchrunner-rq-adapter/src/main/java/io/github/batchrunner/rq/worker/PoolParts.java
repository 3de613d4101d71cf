package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.internal.protocol.RqLink;

/** What the workers of one pool share. Thread-safe. */
record PoolParts(
    RqLink link,
    PoolOptions options,
    Records records,
    Endings endings,
    Callbacks callbacks,
    Bell bell,
    Counters counters,
    Fleet fleet) {}
