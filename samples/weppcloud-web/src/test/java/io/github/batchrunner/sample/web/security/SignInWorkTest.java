package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What an attempt costs: the time of the answer must not tell which users there are. */
class SignInWorkTest {

  /** Counts the passwords that are checked. */
  private static final class Counting implements PasswordEncoder {

    private final PasswordEncoder encoder;
    private final AtomicInteger checked = new AtomicInteger();

    Counting(PasswordEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public String encode(CharSequence password) {
      return encoder.encode(password);
    }

    @Override
    public boolean matches(CharSequence password, String hash) {
      checked.incrementAndGet();
      assertThat(hash).startsWith("{bcrypt}$2a$10$");
      return encoder.matches(password, hash);
    }
  }

  private AuthenticationProvider passwords;
  private Counting counting;

  @BeforeEach
  void makeUsers(@TempDir Path data) {
    UsersFile users = UsersFile.in(data.resolve("host"));
    users.add("admin", Role.BATCH_ADMIN);
    counting = new Counting(users.encoder());
    passwords = SecurityConfiguration.passwords(users, counting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "nobody", "No User Name", "admin\u0000"})
  void aWrongPasswordCostsTheSameWhateverTheName(String name) {
    var attempt = UsernamePasswordAuthenticationToken.unauthenticated(name, "wrong");

    assertThatThrownBy(() -> passwords.authenticate(attempt))
        .isInstanceOf(BadCredentialsException.class);

    assertThat(counting.checked).hasValue(1);
  }

  @Test
  void aPasswordLongerThanTheHashTakesCostsTheSame() {
    var attempt = UsernamePasswordAuthenticationToken.unauthenticated("admin", "x".repeat(1_000));

    assertThatThrownBy(() -> passwords.authenticate(attempt))
        .isInstanceOf(BadCredentialsException.class);

    assertThat(counting.checked).hasValue(1);
  }
}
