package io.github.batchrunner.rq.internal.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that the server answered to one of several commands.
 *
 * @param message as the server sent it
 */
public record RedisError(String message) {

  /**
   * Redis before 7.0 puts what ended a script behind where that was, up to twice: {@code ERR Error
   * running script (call to f_…): @user_script:5: @user_script: 5: -OOM command not allowed …}
   */
  private static final Pattern IN_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]+) ");

  /** Returns its first word, such as {@code OOM}; of an error inside a script the one of that. */
  public String code() {
    Matcher inScript = IN_SCRIPT.matcher(message);
    if (inScript.find()) {
      return inScript.group(1);
    }
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }
}
