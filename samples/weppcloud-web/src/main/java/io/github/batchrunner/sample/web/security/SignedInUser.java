package io.github.batchrunner.sample.web.security;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.CredentialsContainer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * The user of a session; it is kept with the session when the service restarts, without the
 * password's hash.
 */
final class SignedInUser implements UserDetails, CredentialsContainer {

  private static final long serialVersionUID = 1;

  private final String name;
  private final Role role;
  private final String stamp;
  private transient @Nullable String passwordHash;

  SignedInUser(User user) {
    this.name = user.name();
    this.role = user.role();
    this.stamp = user.stamp();
    this.passwordHash = user.passwordHash();
  }

  /** Tells whether nothing about the user has changed since the sign-in. */
  boolean isStill(User user) {
    return name.equals(user.name()) && role == user.role() && stamp.equals(user.stamp());
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return List.of(new SimpleGrantedAuthority("ROLE_" + role));
  }

  @Override
  public @Nullable String getPassword() {
    return passwordHash;
  }

  @Override
  public String getUsername() {
    return name;
  }

  @Override
  public void eraseCredentials() {
    passwordHash = null;
  }

  @Override
  public String toString() {
    return name;
  }
}
