package io.github.batchrunner.sample.web.page;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page who looks at it. */
@ControllerAdvice(annotations = Controller.class)
final class Visitor {

  /** Returns the name of the person, or null if nobody has signed in. */
  @ModelAttribute("user")
  @Nullable String user(HttpServletRequest request) {
    return request.getRemoteUser();
  }

  /** Returns {@code admin} or {@code viewer}, or null if nobody has signed in. */
  @ModelAttribute("role")
  @Nullable String role(HttpServletRequest request) {
    if (request.getRemoteUser() == null) {
      return null;
    }
    return request.isUserInRole("BATCH_ADMIN") ? "admin" : "viewer";
  }
}
