// The tokens of a Rust source (Rust reference, "Tokens"): identifiers and single characters of punctuation. Comments
// are left out. A literal is one token.
#pragma once

#include <cstddef>
#include <string_view>

namespace abi::probe {

struct RustToken {
    enum class Kind { end, identifier, literal, punctuation } kind = Kind::end;
    std::string_view text{};  // of an identifier without "r#"
    std::size_t begin = 0;    // in bytes
};

/// Reads tokens one after another. Text that Rust does not have ends early or gives odd tokens, but never fails.
class RustTokens {
  public:
    explicit RustTokens(std::string_view text) : text_(text) {}

    RustToken next();

  private:
    void skip_blanks();
    std::size_t after_literal(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace abi::probe
