#include "tool/page_facts.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string_view>

#include "history/git.h"
#include "os/file.h"
#include "tool/past.h"
#include "tool/shown.h"

namespace abi {
namespace {

constexpr std::size_t largest_source = 16U << 20U;

/// The second that SOURCE_DATE_EPOCH names, else now.
std::time_t moment() {
    const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
    const std::string_view text = epoch == nullptr ? "" : epoch;
    std::time_t stated = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), stated);
    const bool is_stated = error == std::errc() && end == text.data() + text.size();
    return is_stated ? stated : std::time(nullptr);
}

/// "2026-11-30 06:00 UTC".
std::string date_text() {
    const std::time_t when = moment();
    std::tm utc{};
    if (gmtime_r(&when, &utc) == nullptr) return "";
    char text[32] = "";
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc)};
}

void add_revision(PageFacts& facts) {
    std::error_code error;
    const auto root = git_root(std::filesystem::current_path(error).string());
    if (!root) return;
    const auto commit = git_commit(*root, "HEAD");
    if (!commit) return;
    facts.commit = *commit;
    const auto has_changes = git_has_changes(*root);
    facts.revision = short_name(*commit) + (has_changes && *has_changes ? " with changes" : "");
}

}  // namespace

bool writes_page(const Options& options) {
    return std::ranges::find(options.reports, "html", &ReportOption::format) != options.reports.end();
}

PageFacts page_facts(const Options& options) {
    PageFacts facts{.date = date_text(), .command = options.command_line, .source_url = options.source_url};
    add_revision(facts);
    facts.read_source = [base = base_folder()](const std::string& file) {
        auto text = read_file((std::filesystem::path(base) / file).string(), largest_source);
        return text ? std::move(*text) : std::string();
    };
    return facts;
}

}  // namespace abi
