package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.sample.web.HostSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/** Puts together who may do what: sign-in, sessions, rules, headers. */
@Configuration
class SecurityConfiguration {

  @Bean
  UsersFile users(HostSettings settings) {
    return UsersFile.in(settings.own());
  }

  @Bean
  PasswordEncoder passwordEncoder(UsersFile users) {
    return users.encoder();
  }

  @Bean
  UserDetailsService userDetails(UsersFile users) {
    return name ->
        users
            .find(name)
            .map(SignedInUser::new)
            .orElseThrow(() -> new UsernameNotFoundException("no such user"));
  }

  @Bean
  static RoleHierarchy roles() {
    return RoleHierarchyImpl.withDefaultRolePrefix()
        .role(Role.BATCH_ADMIN.name())
        .implies(Role.BATCH_VIEWER.name())
        .build();
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, UsersFile users) {
    return http.authorizeHttpRequests(AccessRules::apply)
        .addFilterAfter(new CurrentUserFilter(users), SecurityContextHolderFilter.class)
        .formLogin(
            form ->
                form.loginPage("/login")
                    .successHandler(
                        (request, response, user) ->
                            response.sendRedirect(BackPath.of(request.getParameter("back"))))
                    .failureHandler(signInFailed()))
        .logout(logout -> logout.logoutSuccessUrl("/login"))
        // The address one wanted is in the one of the sign-in, so that no session is made for it.
        .requestCache(cache -> cache.disable())
        .exceptionHandling(
            answers ->
                answers
                    .authenticationEntryPoint(new SignedOutAnswer())
                    .accessDeniedHandler(new RefusedAnswer()))
        .build();
  }

  private static AuthenticationFailureHandler signInFailed() {
    return (request, response, cause) -> {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      request.setAttribute(SignInPage.PROBLEM, "The user name or the password is not right.");
      request.getRequestDispatcher(SignInPage.AGAIN).forward(request, response);
    };
  }
}
