// Files as the protocol names them: "file:///a%20b.h" (RFC 8089, RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace abi::lsp {

/// The absolute path of a file of this machine; nothing if the URI names another thing, such as "untitled:1".
std::optional<std::string> path_of_uri(std::string_view uri);

/// `path`: absolute.
std::string uri_of_path(std::string_view path);

}  // namespace abi::lsp
