package io.github.batchrunner.rq;

/** Where Redis is. */
public record RqConfig(String url, int database, String keyPrefix) {}
