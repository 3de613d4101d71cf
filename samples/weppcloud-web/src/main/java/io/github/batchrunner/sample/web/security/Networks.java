package io.github.batchrunner.sample.web.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells which addresses belong to one customer of a network. */
final class Networks {

  private static final int BYTES_OF_64_BITS = 8;

  private Networks() {}

  /**
   * Returns an IPv4 address as it is, and of an IPv6 address its first 64 bits: whoever has them
   * has all the rest.
   */
  static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // With a colon it is no name: nothing is looked up.
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), BYTES_OF_64_BITS))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
