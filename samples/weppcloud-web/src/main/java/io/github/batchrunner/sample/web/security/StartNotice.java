package io.github.batchrunner.sample.web.security;

import java.io.PrintStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells the person who has started the service where it is, and once, at the first start, who may
 * sign in.
 */
@Component
final class StartNotice {

  /** The user made at the first start. */
  static final String FIRST_USER = "admin";

  private final UsersFile users;
  private final Environment environment;

  StartNotice(UsersFile users, Environment environment) {
    this.users = users;
    this.environment = environment;
  }

  @EventListener
  void started(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      print(System.out, web.getWebServer().getPort());
    }
  }

  /** Standard output, not the log: the password is to be seen now and kept nowhere. */
  private void print(PrintStream out, int port) {
    StringBuilder notice = new StringBuilder();
    users
        .addFirst(FIRST_USER)
        .ifPresent(
            password ->
                notice.append(
                    """
                    User:     %s
                    Password: %s
                    The password is shown this once; --reset-password=%s makes a new one.
                    """
                        .formatted(FIRST_USER, password, FIRST_USER)));
    notice.append("Open http://").append(host()).append(':').append(port).append("/\n");
    out.print(notice);
    out.flush();
  }

  private String host() {
    String address = environment.getProperty("server.address", "localhost");
    return switch (address) {
      case "0.0.0.0", "::" -> "localhost";
      default -> address.contains(":") ? "[" + address + "]" : address;
    };
  }
}
