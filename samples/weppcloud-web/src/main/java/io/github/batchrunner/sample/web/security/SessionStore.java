package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.sample.web.HostSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.catalina.session.ManagerBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Keeps sessions over a restart, in a directory that only the owner of the service may read.
 *
 * <p>What is read back is limited to the classes that sessions are made of, so that a file which
 * somebody has slipped in runs nothing.
 */
@Component
final class SessionStore
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  /** What a session consists of: who has signed in, and the token of its pages. */
  static final String CLASSES =
      "java\\.lang\\.(Boolean|Integer|Long|Number|String|Enum)"
          + "|java\\.time\\.Ser"
          + "|java\\.util\\.(ArrayList|Collections\\$Unmodifiable(Collection|List|RandomAccessList|Set)|LinkedHashSet|HashSet|CollSer)"
          + "|org\\.springframework\\.security\\.core\\.context\\.SecurityContextImpl"
          + "|org\\.springframework\\.security\\.core\\.authority\\.(SimpleGrantedAuthority|FactorGrantedAuthority)"
          + "|org\\.springframework\\.security\\.authentication\\.(AbstractAuthenticationToken|UsernamePasswordAuthenticationToken)"
          + "|org\\.springframework\\.security\\.web\\.authentication\\.WebAuthenticationDetails"
          + "|org\\.springframework\\.security\\.web\\.csrf\\.DefaultCsrfToken"
          + "|io\\.github\\.batchrunner\\.sample\\.web\\.security\\.(SignedInUser|Role)";

  /** Each takes about 2 KB; when there are so many, nobody new gets in, and all others go on. */
  private static final int MOST_SESSIONS = 20_000;

  private final HostSettings settings;

  SessionStore(HostSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.getSettings().getSession().setStoreDir(directory().toFile());
    factory.addContextCustomizers(
        context -> {
          if (context.getManager() instanceof ManagerBase manager) {
            manager.setSessionAttributeValueClassNameFilter(CLASSES);
            manager.setMaxActiveSessions(MOST_SESSIONS);
            manager.setWarnOnSessionAttributeFilterFailure(true);
          }
        });
  }

  private Path directory() {
    try {
      PrivateFiles.directory(settings.own());
      return PrivateFiles.directory(settings.own().resolve("sessions"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the directory of the sessions cannot be made in \"%s\"".formatted(settings.own()), e);
    }
  }

  /** After the properties, which would put the directory beside the jar. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
