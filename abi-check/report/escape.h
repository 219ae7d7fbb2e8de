// Makes text from sources and users safe for the place where it is shown.
#pragma once

#include <string>
#include <string_view>

namespace abi {

/// For HTML text and for quoted attributes alike. Bytes that are not UTF-8, and control characters that
/// HTML forbids, become U+FFFD.
std::string escape_html(std::string_view text);

/// Whether escape_html may change the text. Quick, and true for some texts that stay as they are.
bool needs_escape(std::string_view text);

/// An id or a fragment: percent-encoded but for letters, digits and `-._~` (RFC 3986 §2.3). Different
/// texts give different ids. A link to an id is spelled like the id.
std::string escape_id(std::string_view text);

/// A relative path as a URI reference (RFC 3986): like an id, and `/` stays.
std::string escape_uri(std::string_view path);

/// For a terminal: control characters and bytes that are not UTF-8 are written out ("\x1b"), so that no
/// file name can move the cursor or forge a line.
std::string escape_terminal(std::string_view text);

}  // namespace abi
