package io.github.batchrunner.rq.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tuple. */
public record PyTuple(List<@Nullable Object> items) {}
