#include "tool/depfile.h"

#include <algorithm>
#include <filesystem>

#include "model/words.h"
#include "read/source_path.h"

namespace abi {

std::string make_word(const std::string& path) {
    std::string word;
    std::size_t backslashes = 0;  // at the end of `word`
    for (const char c : path) {
        if (c == ' ' || c == '\t' || c == '#' || c == ':') word.append(backslashes + 1, '\\');
        if (c == '$') word += '$';
        word += c;
        backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return word;
}

std::string depfile_text(const std::string& target, const std::vector<std::string>& paths, const std::string& folder) {
    std::vector<std::string> words;
    words.reserve(paths.size());
    for (const auto& path : paths) words.push_back(make_word(below_root(folder, path)));
    std::string text = make_word(target) + ":";
    for (const auto& word : words) text += " \\\n  " + word;
    text += "\n";
    for (const auto& word : words) text += "\n" + word + ":\n";
    return text;
}

Status write_depfile(const std::string& option, const std::vector<std::string>& paths) {
    const auto equals = option.find('=');
    const auto broken =
        std::ranges::find_if(paths, [](const auto& path) { return path.find('\n') != std::string::npos; });
    if (broken != paths.end()) {
        return say_error("--depfile: expected paths that a rule of Make can name, found a line break in " +
                         in_quotes(*broken));
    }
    std::error_code error;
    const auto folder = std::filesystem::current_path(error).string();
    return write_result(option.substr(equals + 1), depfile_text(option.substr(0, equals), paths, folder));
}

}  // namespace abi
