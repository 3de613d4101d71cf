package io.github.batchrunner.sample.web;

import io.github.batchrunner.sample.web.security.Role;
import io.github.batchrunner.sample.web.security.UsersFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The real service in this process, on a free port, with an administrator and a viewer whose
 * passwords are known.
 *
 * <p>A second one on the same directory has the same users with new passwords; clients of the first
 * one have to sign in again.
 */
public final class Service implements AutoCloseable {

  private static final String ADMIN = "admin";
  private static final String VIEWER = "viewer";

  private final ConfigurableApplicationContext context;
  private final String adminPassword;
  private final String viewerPassword;

  private Service(
      ConfigurableApplicationContext context, String adminPassword, String viewerPassword) {
    this.context = context;
    this.adminPassword = adminPassword;
    this.viewerPassword = viewerPassword;
  }

  /**
   * Starts the service.
   *
   * @param data its directory
   * @param options further options, such as {@code --executor=rq}
   */
  public static Service start(Path data, String... options) {
    return startWith(data, List.of(), options);
  }

  /**
   * Starts the service with further parts, such as a class with a clock as a bean.
   *
   * @param data its directory
   * @param parts classes that Spring makes beans of
   * @param options further options
   */
  public static Service startWith(Path data, List<Class<?>> parts, String... options) {
    UsersFile users = UsersFile.in(data.resolve("host"));
    String adminPassword = password(users, ADMIN, Role.BATCH_ADMIN);
    String viewerPassword = password(users, VIEWER, Role.BATCH_VIEWER);
    List<String> arguments =
        new ArrayList<>(List.of("--data=" + data, "--port=0", "--logging.level.root=WARN"));
    arguments.addAll(List.of(options));
    List<Class<?>> sources = new ArrayList<>(parts);
    sources.add(WeppcloudWeb.class);
    return new Service(
        SpringApplication.run(sources.toArray(Class[]::new), arguments.toArray(String[]::new)),
        adminPassword,
        viewerPassword);
  }

  private static String password(UsersFile users, String name, Role role) {
    return users.has(name) ? users.resetPassword(name) : users.add(name, role);
  }

  /** Returns where the service is. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  private int port() {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** Returns the parts of the service. */
  public ConfigurableApplicationContext context() {
    return context;
  }

  /** Returns a client that has signed in as the administrator. */
  public Client admin() {
    return Client.signedIn(baseUri(), ADMIN, adminPassword);
  }

  /** Returns a client that has signed in as the viewer. */
  public Client viewer() {
    return Client.signedIn(baseUri(), VIEWER, viewerPassword);
  }

  /** Returns a client that has not signed in. */
  public Client anonymous() {
    return Client.anonymous(baseUri());
  }

  /** Returns the password of user "admin", for a browser. */
  public String adminPassword() {
    return adminPassword;
  }

  /** Returns the password of user "viewer", for a browser. */
  public String viewerPassword() {
    return viewerPassword;
  }

  /** Stops the service as a person does who ends it. */
  @Override
  public void close() {
    context.close();
  }
}
