package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.sample.web.HostSettings;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;

/** Puts together who may do what: sign-in, sessions, rules, headers. */
@Configuration
class SecurityConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

  @Bean
  UsersFile users(HostSettings settings) {
    return UsersFile.in(settings.own());
  }

  @Bean
  AuthenticationManager signIns(UsersFile users, ObjectProvider<Clock> clock) {
    return new ProviderManager(
        new SignIn(
            passwords(users, users.encoder()),
            new SignInLimit(clock.getIfAvailable(Clock::systemUTC))));
  }

  /** A name that does not exist costs as much work as one with a wrong password. */
  static AuthenticationProvider passwords(UsersFile users, PasswordEncoder encoder) {
    DaoAuthenticationProvider passwords =
        new DaoAuthenticationProvider(
            name ->
                users
                    .find(name)
                    .map(SignedInUser::new)
                    .orElseThrow(() -> new UsernameNotFoundException("no such user")));
    passwords.setPasswordEncoder(encoder);
    return passwords;
  }

  @Bean
  static RoleHierarchy roles() {
    return RoleHierarchyImpl.withDefaultRolePrefix()
        .role(Role.BATCH_ADMIN.name())
        .implies(Role.BATCH_VIEWER.name())
        .build();
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      AuthenticationManager signIns,
      UsersFile users,
      HostSettings settings,
      SecuritySettings protection,
      ObjectProvider<Clock> clock) {
    CurrentUserFilter currentUser =
        new CurrentUserFilter(
            users, protection.sessionLifetime(), clock.getIfAvailable(Clock::systemUTC));
    return http.authorizeHttpRequests(AccessRules::apply)
        .authenticationManager(signIns)
        .headers(new PageHeaders(settings.tiles()))
        .addFilterAfter(new HostNameFilter(protection.names()), HeaderWriterFilter.class)
        .addFilterAfter(currentUser, SecurityContextHolderFilter.class)
        .formLogin(
            form ->
                form.loginPage("/login")
                    .successHandler(
                        (request, response, user) -> {
                          SessionTimes.signedIn(request);
                          response.sendRedirect(BackPath.of(request.getParameter("back")));
                        })
                    .failureHandler(new SignInFailed()))
        .logout(logout -> logout.addLogoutHandler(logged()).logoutSuccessUrl("/login"))
        // The page one wanted is in the address of the sign-in, so that no session is made for it.
        .requestCache(cache -> cache.disable())
        .exceptionHandling(
            answers ->
                answers
                    .authenticationEntryPoint(new SignedOutAnswer())
                    .accessDeniedHandler(new RefusedAnswer()))
        .build();
  }

  private static LogoutHandler logged() {
    return (request, response, user) -> {
      if (user != null) {
        LOG.info("sign-out of {} from {}", SignIn.name(user.getName()), request.getRemoteAddr());
      }
    };
  }
}
