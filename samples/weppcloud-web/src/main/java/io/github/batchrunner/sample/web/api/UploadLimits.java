package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.base.SbsRaster;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Says how much may be uploaded at all, and where it is kept meanwhile; what takes an upload may
 * take less.
 */
@Configuration(proxyBeanMethods = false)
class UploadLimits {

  /** What a form has beside its file. */
  private static final long FORM_BYTES = 1 << 20;

  @Bean
  MultipartConfigElement multipart(HostSettings settings) throws IOException {
    Path directory = Files.createDirectories(settings.own().resolve("uploads"));
    long most = Math.max(settings.maxUploadBytes(), SbsRaster.MOST_BYTES);
    return new MultipartConfigElement(directory.toString(), most, most + FORM_BYTES, 0);
  }
}
