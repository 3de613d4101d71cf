package io.github.batchrunner.core.engine;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor plugins that can be chosen, and what is wrong with others. Immutable. */
public final class Plugins {

  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private final Map<String, TaskExecutorProvider> providers;
  private final List<PluginIssue> issues;

  private Plugins(Map<String, TaskExecutorProvider> providers, List<PluginIssue> issues) {
    this.providers = Collections.unmodifiableMap(providers);
    this.issues = List.copyOf(issues);
  }

  /**
   * Looks for plugins where the thread's context class loader, or else this library's, finds them.
   */
  public static Plugins find() {
    return find(defaultLoader());
  }

  /**
   * Looks for plugins.
   *
   * @throws InvalidInputException if two plugins have the same id; both jars are named
   */
  public static Plugins find(ClassLoader loader) {
    Map<String, TaskExecutorProvider> found = new TreeMap<>();
    List<PluginIssue> issues = new ArrayList<>();
    each(
        ServiceLoader.load(TaskExecutorProvider.class, loader),
        provider -> {
          try {
            if (usable(provider, issues)) {
              add(provider, found);
            }
          } catch (RuntimeException | LinkageError e) {
            if (e instanceof InvalidInputException duplicate) {
              throw duplicate;
            }
            issues.add(new PluginIssue(described(provider), "it cannot say who it is: " + e));
          }
        },
        problem -> issues.add(new PluginIssue("an executor plugin", problem)));
    return new Plugins(found, issues);
  }

  /** Returns the plugins, by id. */
  public Collection<TaskExecutorProvider> providers() {
    return providers.values();
  }

  /** Returns what is wrong with plugins that cannot be chosen. */
  public List<PluginIssue> issues() {
    return issues;
  }

  /**
   * Returns the plugin with this id.
   *
   * @throws InvalidInputException if there is none; the nearest id, and plugins that cannot be
   *     loaded, are named
   */
  public TaskExecutorProvider provider(String id) {
    TaskExecutorProvider provider = providers.get(id);
    if (provider == null) {
      StringBuilder message = new StringBuilder();
      message.append(
          "there is no executor \"%s\"%s".formatted(id, NearestName.hint(id, providers.keySet())));
      for (PluginIssue issue : issues) {
        message.append("; %s cannot be used: %s".formatted(issue.plugin(), issue.problem()));
      }
      throw new InvalidInputException(message.toString());
    }
    return provider;
  }

  static ClassLoader defaultLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Plugins.class.getClassLoader() : context;
  }

  /**
   * Returns registered handlers and those found; a registered one hides a found one of its name.
   *
   * <p>One that cannot be loaded is left out with a warning: it matters only to a task that names
   * it, and the executor will say that it does not know it.
   *
   * @throws InvalidInputException if two handlers that were found have the same name
   */
  static List<TaskHandler> handlers(ClassLoader loader, List<TaskHandler> registered) {
    Map<String, TaskHandler> byName = new LinkedHashMap<>();
    each(
        ServiceLoader.load(TaskHandler.class, loader),
        handler -> {
          String name = name(handler);
          TaskHandler other = name.isEmpty() ? null : byName.putIfAbsent(name, handler);
          if (other != null && registered.stream().noneMatch(own -> own.name().equals(name))) {
            throw new InvalidInputException(
                "two handlers are called \"%s\": %s and %s; remove one of the jars"
                    .formatted(name, described(other), described(handler)));
          }
        },
        problem -> LOG.warn("a handler cannot be loaded: {}", problem));
    registered.forEach(handler -> byName.put(handler.name(), handler));
    return List.copyOf(byName.values());
  }

  /** Returns the name of a handler; empty if it cannot say it. */
  private static String name(TaskHandler handler) {
    try {
      return handler.name();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{} cannot say its name", described(handler), e);
      return "";
    }
  }

  private static boolean usable(TaskExecutorProvider provider, List<PluginIssue> issues) {
    SpiVersion version = provider.spiVersion();
    if (SpiVersion.ofHost().accepts(version)) {
      return true;
    }
    issues.add(
        new PluginIssue(
            described(provider),
            "it was made for version %s of the executor contract, and this is version %s; use a fitting version of one of them"
                .formatted(version, SpiVersion.ofHost())));
    return false;
  }

  private static void add(TaskExecutorProvider provider, Map<String, TaskExecutorProvider> found) {
    TaskExecutorProvider other = found.putIfAbsent(provider.id(), provider);
    if (other != null && other.getClass() != provider.getClass()) {
      throw new InvalidInputException(
          "two executors are called \"%s\": %s and %s; remove one of the jars"
              .formatted(provider.id(), described(other), described(provider)));
    }
  }

  /** Goes on after a service that cannot be loaded. */
  private static <S> void each(ServiceLoader<S> loader, Consumer<S> use, Consumer<String> problem) {
    Iterator<S> services = loader.iterator();
    int problems = 0;
    // A broken services file can fail for ever; a hundred broken plugins are enough.
    while (problems < 100) {
      S service;
      try {
        if (!services.hasNext()) {
          return;
        }
        service = services.next();
      } catch (ServiceConfigurationError e) {
        problems++;
        problem.accept(e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
        continue;
      } catch (LinkageError e) { // a class that it is made of is not there
        problems++;
        problem.accept(e.toString());
        continue;
      }
      use.accept(service);
    }
  }

  private static String file(URL location) {
    try {
      return Path.of(location.toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return location.toString(); // not a file of this system
    }
  }

  private static String described(Object plugin) {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    String place =
        source == null || source.getLocation() == null ? "the runtime" : file(source.getLocation());
    return plugin.getClass().getName() + " in " + place;
  }
}
