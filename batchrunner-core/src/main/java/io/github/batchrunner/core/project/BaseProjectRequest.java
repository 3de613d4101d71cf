package io.github.batchrunner.core.project;

import java.nio.file.Path;

/**
 * What a base project is made for.
 *
 * @param batchName the batch, which the NoDb files name as {@code _group_name}
 * @param config the config of the batch
 * @param directory the empty directory to fill, absolute
 * @param wd the name that the directory will have in the end, absolute: the {@code wd} of the NoDb
 *     files
 */
public record BaseProjectRequest(String batchName, BaseConfig config, Path directory, Path wd) {}
