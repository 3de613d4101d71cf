package io.github.batchrunner.sample.web;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WeppcloudWeb {

  /** Starts the service with the options of a command line. */
  public static void main(String[] arguments) {
    SpringApplication.run(WeppcloudWeb.class, arguments);
  }
}
