// The command `docs`.
#include <algorithm>
#include <array>

#include "model/words.h"
#include "tool/commands.h"
#include "tool/completion.h"
#include "tool/docs_page.h"

namespace abi {
namespace {

constexpr std::array pages{DocsPage{"man", man_page}, DocsPage{"bash", completion_for_bash},
                           DocsPage{"zsh", completion_for_zsh}, DocsPage{"fish", completion_for_fish}};

}  // namespace

std::span<const DocsPage> docs_pages() {
    return pages;
}

Status run_docs(const Options& options) {
    const std::string names = list_names(docs_pages(), "or", &DocsPage::name);
    if (options.words.size() != 1) return say_error("docs: expected one of " + names);
    const auto page = std::ranges::find(pages, options.words[0], &DocsPage::name);
    if (page == pages.end()) return say_error("docs: expected " + names + ", found " + in_quotes(options.words[0]));
    return write_result(options.output, page->write());
}

}  // namespace abi
