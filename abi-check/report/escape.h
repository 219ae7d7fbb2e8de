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

/// Valid UTF-8 without control characters, which become U+FFFD. Line breaks and tabs stay.
std::string plain_text(std::string_view text);

/// For XML 1.0, in an element and in a quoted attribute alike. Characters that XML forbids (XML 1.0 §2.2) become
/// U+FFFD. Line breaks and tabs become references, because a parser turns those of an attribute into spaces (§3.3.3).
std::string escape_xml(std::string_view text);

/// The message of a workflow command of GitHub Actions ("::error::message"): `%`, CR and LF are percent-encoded.
std::string escape_command(std::string_view text);

/// The value of a property of such a command ("::error title=value::"): `:` and `,` are percent-encoded, too.
std::string escape_property(std::string_view text);

/// For CommonMark and GitHub's tables, on one line. A pair of backticks stays code, and all other text is shown as it
/// is: it cannot be markup, begin a cell, mention a user or name an issue.
std::string escape_markdown(std::string_view text);

/// For a terminal: control characters and bytes that are not UTF-8 are written out ("\x1b"), so that no
/// file name can move the cursor or forge a line.
std::string escape_terminal(std::string_view text);

}  // namespace abi
