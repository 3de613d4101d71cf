package io.github.batchrunner.sample.web.security;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of what protects the service.
 *
 * @param names host names under which people reach the service, beside those of the loopback
 *     address and the addresses it listens at
 * @param sessionLifetime how long a session lasts at most, however busy it is
 */
@ConfigurationProperties("host.security")
record SecuritySettings(List<String> names, Duration sessionLifetime) {

  SecuritySettings {
    names = names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
  }
}
