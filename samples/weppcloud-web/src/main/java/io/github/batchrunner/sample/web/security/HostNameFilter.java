package io.github.batchrunner.sample.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for a host name that is not the service's.
 *
 * <p>A page of another site whose name is made to lead to this machine (DNS rebinding) would
 * otherwise be of the same origin as the pages here, and could read them.
 */
final class HostNameFilter extends OncePerRequestFilter {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names = new HashSet<>(LOOPBACK);

  HostNameFilter(List<String> names) {
    this.names.addAll(names);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String name = request.getServerName().toLowerCase(Locale.ROOT);
    if (names.contains(name) || isOwnAddress(name, request.getLocalAddr())) {
      chain.doFilter(request, response);
    } else {
      Answers.problem(
          request,
          response,
          HttpStatus.MISDIRECTED_REQUEST,
          "Another host",
          "This service does not go by the name in the address. If it should, start it with --names=<name>.");
    }
  }

  /** The address a client has connected to is nobody else's name. */
  private static boolean isOwnAddress(String name, String address) {
    return name.equals(address) || name.equals("[" + address + "]");
  }
}
