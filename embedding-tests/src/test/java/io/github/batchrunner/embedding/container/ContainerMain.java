package io.github.batchrunner.embedding.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.runtime.ObjectMethods;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat, which does what its standard input says, line by line: {@code deploy <name> <directory>
 * <batch or ->}, {@code get <name> <what> <batch>}, {@code undeploy <name>}, {@code files}.
 */
public final class ContainerMain {

  private static final int MOST_LOOKS = 400;
  private static final long LOOK_NANOS = 5_000_000;

  private final Tomcat tomcat = new Tomcat();
  private final Map<String, Context> applications = new HashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();

  private ContainerMain() {}

  /** Starts; argument: a directory of its own. */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    ContainerMain container = new ContainerMain();
    container.tomcat.setBaseDir(args[0]);
    container.tomcat.setPort(0);
    container.tomcat.getConnector();
    container.tomcat.start();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "deploy" -> container.deploy(words[1], words[2], words[3]);
            case "get" -> container.get(words[1], words[2], words[3]);
            case "undeploy" -> container.undeploy(words[1]);
            default -> String.valueOf(filesOpen());
          });
    }
    System.exit(0);
  }

  private String deploy(String name, String directory, String batch) {
    Context context = new StandardContext();
    context.setName("/" + name);
    context.setPath("/" + name);
    context.setDocBase(directory);
    context.addLifecycleListener(new Tomcat.FixContextListener());
    if (!batch.equals("-")) {
      context.addParameter("batch", batch);
      context.addApplicationListener("io.github.batchrunner.embedding.webapp.BatchListener");
    }
    Tomcat.addServlet(context, "look", "io.github.batchrunner.embedding.webapp.LookServlet");
    context.addServletMappingDecoded("/look", "look");
    tomcat.getHost().addChild(context); // which starts it
    applications.put(name, context);
    return context.getState().toString();
  }

  private String get(String name, String what, String batch)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://localhost:%d/%s/look?what=%s&batch=%s"
                .formatted(
                    tomcat.getConnector().getLocalPort(),
                    name,
                    what,
                    URLEncoder.encode(batch, StandardCharsets.UTF_8)));
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Takes an application away and tells what is left of it. */
  private String undeploy(String name) throws LifecycleException {
    WeakReference<ClassLoader> loader = remove(applications.remove(name));
    linkARecord();
    for (int look = 0; loader.get() != null && look < MOST_LOOKS; look++) {
      System.gc();
      LockSupport.parkNanos(LOOK_NANOS);
    }
    String threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                thread ->
                    thread.getName().startsWith("batchrunner")
                        && thread.getContextClassLoader() == loader.get())
            .map(Thread::getName)
            .collect(Collectors.joining(" "));
    return (loader.get() == null ? "collected" : "leaked") + " " + threads;
  }

  private WeakReference<ClassLoader> remove(Context context) throws LifecycleException {
    WeakReference<ClassLoader> loader = new WeakReference<>(context.getLoader().getClassLoader());
    context.stop();
    tomcat.getHost().removeChild(context);
    context.destroy();
    return loader;
  }

  /**
   * JDK 17 keeps the types of the record that was linked last, whoever's it was, in a cache of
   * {@link ObjectMethods}: this makes them ours.
   */
  private static void linkARecord() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle getter =
          lookup.findVirtual(Latest.class, "of", MethodType.methodType(ContainerMain.class));
      Map<String, MethodType> methods =
          Map.of(
              "equals", MethodType.methodType(boolean.class, Latest.class, Object.class),
              "hashCode", MethodType.methodType(int.class, Latest.class),
              "toString", MethodType.methodType(String.class, Latest.class));
      for (Map.Entry<String, MethodType> method : methods.entrySet()) {
        ObjectMethods.bootstrap(
            lookup, method.getKey(), method.getValue(), Latest.class, "of", getter);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private record Latest(ContainerMain of) {}

  private static long filesOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (Files.notExists(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.count();
    }
  }
}
