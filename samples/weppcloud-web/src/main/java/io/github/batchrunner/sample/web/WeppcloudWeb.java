package io.github.batchrunner.sample.web;

import io.github.batchrunner.sample.web.security.UserCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WeppcloudWeb {

  /** Starts the service with the options of a command line, or changes its users and ends. */
  public static void main(String[] arguments) {
    UserCommand users = new UserCommand(arguments);
    if (users.isAsked()) {
      System.exit(users.run(System.out, System.err));
    }
    SpringApplication.run(WeppcloudWeb.class, arguments);
  }
}
