package io.github.batchrunner.rq;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The parts of a Redis address.
 *
 * <p>It is taken apart by hand, since {@link java.net.URI} refuses hosts such as {@code redis_1},
 * which Docker makes, and repeats the password in its errors. Messages show no part of the text
 * that might belong to a password.
 *
 * @param user empty for none
 * @param password empty for none
 */
record RedisAddress(
    boolean tls, String user, String password, String host, int port, int database) {

  private static final int DEFAULT_PORT = 6379;
  private static final int LONGEST = 4096;
  private static final String SHAPE = "redis://[user[:password]@]host[:port][/database]";

  static RedisAddress parse(String text) {
    if (text.length() > LONGEST) {
      throw invalid("it is longer than " + LONGEST + " characters");
    }
    int colon = text.indexOf("://");
    if (colon < 0 && !text.startsWith("unix:")) {
      throw invalid("it does not begin with redis:// or rediss://");
    }
    boolean tls = tls(text.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT));
    String rest = text.substring(colon + 3);
    int end = indexOfAny(rest, "/?#");
    String authority = rest.substring(0, end);
    String tail = rest.substring(end);
    if (tail.indexOf('@') >= 0) {
      throw invalid(
          "there is a \"@\" after the first \"/\", \"?\" or \"#\"; in a user or password these"
              + " characters are written as %40, %2F, %3F and %23");
    }
    int at = authority.lastIndexOf('@');
    String userInfo = authority.substring(0, Math.max(at, 0));
    int separator = userInfo.indexOf(':');
    String user = decoded(separator < 0 ? userInfo : userInfo.substring(0, separator));
    String password = separator < 0 ? "" : decoded(userInfo.substring(separator + 1));
    if (password.isEmpty() && !user.isEmpty()) {
      throw invalid(
          "it has a user without a password; a password alone is written as redis://:password@host");
    }
    String hostAndPort = authority.substring(at + 1);
    if (hostAndPort.indexOf(',') >= 0) {
      throw invalid("it names more than one server, and " + clusterReason());
    }
    int portColon = portColon(hostAndPort);
    return new RedisAddress(
        tls,
        user,
        password,
        host(portColon < 0 ? hostAndPort : hostAndPort.substring(0, portColon)),
        portColon < 0 ? DEFAULT_PORT : port(hostAndPort.substring(portColon + 1)),
        database(tail));
  }

  /** Returns scheme, user, host and port. */
  String withoutPassword() {
    String secret = password.isEmpty() ? "" : user + ":***@";
    String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "rediss://" : "redis://") + secret + shownHost + ":" + port;
  }

  @Override
  public String toString() {
    return withoutPassword() + "/" + database;
  }

  private static boolean tls(String scheme) {
    return switch (scheme) {
      case "redis" -> false;
      case "rediss" -> true;
      case "unix", "" ->
          throw invalid(
              "sockets in the file system are not supported; let Redis listen on a port of"
                  + " 127.0.0.1");
      default -> {
        if (scheme.contains("sentinel")) {
          throw invalid("Sentinel is not supported; name the primary's own address");
        }
        if (scheme.contains("cluster")) {
          throw invalid(clusterReason());
        }
        throw invalid("it does not begin with redis:// or rediss://");
      }
    };
  }

  private static String clusterReason() {
    return "Redis Cluster is not supported: RQ changes several keys at once, which a cluster keeps"
        + " on different nodes";
  }

  /** Finds the colon before the port; those of an IPv6 address stand in brackets. */
  private static int portColon(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.lastIndexOf(']') ? colon : -1;
  }

  private static String host(String text) {
    String host =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (host.isEmpty()) {
      throw invalid("it has no host");
    }
    boolean brackets = host.length() != text.length();
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!Character.isLetterOrDigit(c) && (brackets ? ":.%" : "-_.").indexOf(c) < 0) {
        throw invalid(
            "its host has a character that no host has; an IPv6 address stands in [brackets]");
      }
    }
    return host;
  }

  /** The text is not shown: without an "@" it may be a password. */
  private static int port(String text) {
    int port = number(text, 65535);
    if (port < 1) {
      throw invalid("its port is not a number from 1 to 65535");
    }
    return port;
  }

  private static int database(String tail) {
    if (tail.indexOf('#') >= 0) {
      throw invalid("it has a fragment (\"#\")");
    }
    int question = tail.indexOf('?');
    String path = question < 0 ? tail : tail.substring(0, question);
    int database = path.length() < 2 ? 0 : number(path.substring(1), Integer.MAX_VALUE);
    if (database < 0) {
      throw invalid("what follows the host is not the number of a database");
    }
    return question < 0 ? database : databaseOfQuery(tail.substring(question + 1), database);
  }

  /** Python's redis package lets {@code ?db=} win over the path. */
  private static int databaseOfQuery(String query, int otherwise) {
    if (query.isEmpty()) {
      return otherwise;
    }
    int database = query.startsWith("db=") ? number(query.substring(3), Integer.MAX_VALUE) : -1;
    if (database < 0) {
      throw invalid("of parameters after \"?\" only db=<number> is supported");
    }
    return database;
  }

  /** Returns a decimal number, or -1 if it is none or too large. */
  private static int number(String text, int largest) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long number = Long.parseLong(text);
    return number > largest ? -1 : (int) number;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("its user or password has a \"%\" that is not followed by two hex digits");
    }
  }

  private static int indexOfAny(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException(
        "The address of Redis cannot be used: " + why + ". It looks like " + SHAPE + ".");
  }
}
