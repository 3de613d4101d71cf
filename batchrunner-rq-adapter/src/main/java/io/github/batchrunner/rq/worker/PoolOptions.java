package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.Serializer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What a pool was told by its builder; see there. */
record PoolOptions(
    List<String> queues,
    Functions functions,
    Serializer serializer,
    Duration resultTtl,
    Duration failureTtl,
    Duration monitoringInterval,
    Duration interruptPatience,
    StartedEntries startedEntries,
    boolean burst,
    boolean scheduler,
    Clock clock) {}
