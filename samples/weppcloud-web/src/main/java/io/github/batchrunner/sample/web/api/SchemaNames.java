package io.github.batchrunner.sample.web.api;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names schemas by their classes: {@code Row} of {@code ReportView} is {@code ReportViewRow}. */
final class SchemaNames extends TypeNameResolver {

  private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    Class<?> outer = type.getEnclosingClass();
    String own = super.nameForClass(type, options);
    String name = outer == null ? own : nameForClass(outer, options) + own;
    types.put(name, type);
    return name;
  }

  /** Returns the class that has been given a name. */
  Optional<Class<?>> type(String name) {
    return Optional.ofNullable(types.get(name));
  }
}
