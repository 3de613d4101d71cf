package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.weppcloud.NoDbRedis;
import io.github.batchrunner.sample.web.HostSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the locks by the settings of the service: those in Redis wherever it has one. */
@Configuration(proxyBeanMethods = false)
class BaseLocksConfiguration {

  @Bean
  BaseLocks baseLocks(HostSettings settings) {
    if (settings.redis().isBlank()) {
      return new LockFiles(Clock.systemUTC());
    }
    try {
      return new RedisLocks(NoDbRedis.open(RqConfig.parse(settings.redis())));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "the setting host.redis cannot be used: " + e.getMessage(), e);
    }
  }
}
