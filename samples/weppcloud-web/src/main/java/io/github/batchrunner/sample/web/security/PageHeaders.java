package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.core.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The headers that tell browsers what pages of this service may do: as little as they need. */
final class PageHeaders implements Customizer<HeadersConfigurer<HttpSecurity>> {

  private static final Pattern TILES =
      Pattern.compile("(https?://)(\\{s}\\.)?([A-Za-z0-9.:-]+)/.*");

  private final String policy;

  /**
   * Makes the headers.
   *
   * @param tiles address of map tiles, empty for none
   * @throws InvalidInputException if the address of the tiles is none
   */
  PageHeaders(String tiles) {
    this.policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:%s; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            .formatted(tiles.isEmpty() ? "" : " " + source(tiles));
  }

  private static String source(String tiles) {
    Matcher matcher = TILES.matcher(tiles);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          ("the address of map tiles \"%s\" cannot be used: it has to look like"
                  + " \"https://tiles.example.org/{z}/{x}/{y}.png\"")
              .formatted(tiles));
    }
    return matcher.group(1) + (matcher.group(2) == null ? "" : "*.") + matcher.group(3);
  }

  @Override
  public void customize(HeadersConfigurer<HttpSecurity> headers) {
    headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy));
    // Servers of tiles want to know who asks; they are told the host, not the batch.
    headers.referrerPolicy(
        referrer -> referrer.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN));
    headers.permissionsPolicyHeader(
        permissions ->
            permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    headers.crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN));
    headers.crossOriginResourcePolicy(
        resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    // What else runs under the same domain is not ours to decide.
    headers.httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false));
  }
}
