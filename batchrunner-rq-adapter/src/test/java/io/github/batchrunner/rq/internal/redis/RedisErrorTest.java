package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.RqRefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OOM | OOM command not allowed when used memory > 'maxmemory'. script: 1f, on @user_script:1.",
        "NOSCRIPT | NOSCRIPT No matching script. Please use EVAL.",
        "OOM | ERR Error running script (call to f_1f): @user_script:5: @user_script: 5: -OOM command"
            + " not allowed when used memory > 'maxmemory'.",
        "READONLY | ERR Error running script (call to f_1f): @user_script:5: @user_script: 5:"
            + " -READONLY You can't write against a read only replica.",
        "WRONGTYPE | ERR Error running script (call to f_1f): @user_script:12: WRONGTYPE Operation"
            + " against a key holding the wrong kind of value",
        "OOM | @user_script: 31: -OOM command not allowed when used memory > 'maxmemory'.",
        "ERR | ERR Error running script (call to f_1f): @user_script:1: user_script:1: attempt to"
            + " index a nil value",
        "ERR | ERR"
      })
  void theCodeIsThatOfWhatEndedAScript(String code, String message) {
    assertThat(new RedisError(message).code()).isEqualTo(code);
    assertThat(new RqRefusedException(new RedisError(message).code(), message).temporary())
        .isEqualTo(code.equals("OOM") || code.equals("READONLY"));
  }
}
