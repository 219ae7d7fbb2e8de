// Untrusted text to a JSON document that meets its schema. Everything after this may rely on the schema.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/problem.h"
#include "specfile/places.h"
#include "specfile/schema.h"

namespace abi {

struct Document {
    nlohmann::json root;
    Places places;
};

/// Parses, bounds and validates `text`; `path` only names it. Problems have their places.
Result<Document> read_document(const std::string& path, const std::string& text, SchemaName schema,
                               const JsonLimits& limits = {});

/// The whole of the file at `path`, at most `limit_bytes`.
Result<std::string> read_text(const std::string& path, std::size_t limit_bytes);

/// The first hundred problems in the order of their places, and how many more there are: somebody who
/// mends a file reads from its top, and a hostile file must not fill the terminal.
std::vector<Problem> for_reading(std::vector<Problem> problems);

}  // namespace abi
