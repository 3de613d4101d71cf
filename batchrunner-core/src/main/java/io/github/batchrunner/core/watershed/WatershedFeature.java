package io.github.batchrunner.core.watershed;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feature of a file, without its geometry.
 *
 * @param index its place among the features, from 0
 * @param id its {@code id}: a {@code String}, {@code Long}, {@code BigInteger}, {@code Double};
 *     null if it has none
 * @param properties the selected properties in the order of the file; empty if the feature's
 *     properties are null. Values are {@code String}, {@code Long}, {@code BigInteger} (beyond the
 *     range of {@code Long}), {@code Double}, {@code Boolean}, {@code List}, {@code Map}, and null
 *     for JSON's null
 */
public record WatershedFeature(
    int index, @Nullable Object id, Map<String, @Nullable Object> properties) {}
