package io.github.batchrunner.sample.web.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The page to sign in at, and the same page with what was wrong. */
@Controller
final class SignInPage {

  /** Where a sign-in that failed is forwarded to; no request from outside gets there. */
  static final String AGAIN = "/login/again";

  /** The attribute of such a request with a sentence for the person. */
  static final String PROBLEM = "signInProblem";

  @GetMapping("/login")
  String page(
      HttpServletRequest request,
      @RequestParam @Nullable String back,
      @RequestParam @Nullable String late,
      Model model) {
    if (request.getRemoteUser() != null) {
      return "redirect:" + BackPath.of(back);
    }
    model.addAttribute("back", BackPath.of(back));
    if (late != null) {
      model.addAttribute("problem", "This page had been open for too long. Please sign in again.");
    }
    return "login";
  }

  @PostMapping(AGAIN)
  String again(
      @RequestAttribute(PROBLEM) String problem,
      @RequestParam @Nullable String back,
      @RequestParam @Nullable String username,
      Model model) {
    model.addAttribute("back", BackPath.of(back));
    model.addAttribute("problem", problem);
    model.addAttribute("username", username);
    return "login";
  }
}
