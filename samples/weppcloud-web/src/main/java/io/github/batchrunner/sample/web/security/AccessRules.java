package io.github.batchrunner.sample.web.security;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.DispatcherType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may make which request; what no rule names is refused. */
final class AccessRules {

  /** Pages for those who may change things. */
  static final RequestMatcher ADMIN_PAGES =
      PathPatternRequestMatcher.withDefaults().matcher(GET, "/batch/create/");

  private static final String ADMIN = Role.BATCH_ADMIN.name();
  private static final String VIEWER = Role.BATCH_VIEWER.name();

  private AccessRules() {}

  static void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        // The request that led here has been allowed, or is answered with the error it has met.
        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
        .permitAll();
    requests.requestMatchers(GET, "/login", "/app/**", "/webjars/**").permitAll();
    requests.requestMatchers(HEAD, "/login", "/app/**", "/webjars/**").permitAll();
    requests.requestMatchers(ADMIN_PAGES).hasRole(ADMIN);
    requests.requestMatchers(GET, "/", "/batch/**", "/api/**").hasRole(VIEWER);
    requests.requestMatchers(HEAD, "/", "/batch/**", "/api/**").hasRole(VIEWER);
    // These two compute and change nothing; they are POSTs for the size of what they are given.
    requests
        .requestMatchers(POST, "/api/batches/{batch}/run-ids", "/api/batches/{batch}/plan")
        .hasRole(VIEWER);
    requests.requestMatchers("/api/**").hasRole(ADMIN);
    requests.anyRequest().denyAll();
  }
}
