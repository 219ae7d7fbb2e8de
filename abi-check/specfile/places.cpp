#include "specfile/places.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace abi {
namespace {

/// Iterates over a text, and stores its position where others can read it.
struct CountingIterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at = nullptr;
    const char* begin = nullptr;
    std::size_t* consumed = nullptr;

    reference operator*() const { return *at; }
    CountingIterator& operator++() {
        ++at;
        *consumed = static_cast<std::size_t>(at - begin);
        return *this;
    }
    CountingIterator operator++(int) {
        const CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at == b.at; }
};

/// Turns offsets into lines and columns. The offsets may come in any order.
class Lines {
  public:
    explicit Lines(const std::string& text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') starts_.push_back(i + 1);
        }
    }

    Place place(const std::string& file, std::size_t begin, std::size_t end) const {
        Place place{.file = file};
        set(begin, place.line, place.column);
        set(end, place.end_line, place.end_column);
        return place;
    }

  private:
    void set(std::size_t offset, unsigned& line, unsigned& column) const {
        const auto next = std::ranges::upper_bound(starts_, offset);
        line = static_cast<unsigned>(next - starts_.begin());
        column = static_cast<unsigned>(offset - *std::prev(next)) + 1;
    }

    std::vector<std::size_t> starts_{0};
};

/// An array or object that is not closed yet.
struct Level {
    bool is_object = false;
    std::size_t pointer_bytes = 0;  // of the pointer to this very array or object
    std::size_t begin = 0;          // its first character
    std::size_t index = 0;          // of the next item
    std::unordered_set<std::string> keys;
};

/// The functions that nlohmann's SAX parser calls. If one returns false, the parser stops.
class Scanner {
  public:
    /// `places` may be null.
    Scanner(const std::string& file, const std::string& text, const JsonLimits& limits, Places* places,
            std::vector<Problem>& problems)
        : file_(file), text_(text), limits_(limits), places_(places), problems_(problems), lines_(text) {
        if (text.starts_with("\xef\xbb\xbf")) last_end_ = 3;
    }

    std::size_t* consumed() { return &consumed_; }

    bool null() { return scalar(consumed_); }
    bool boolean(bool) { return scalar(consumed_); }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    bool number_float(double, const std::string&) { return number(); }
    bool string(std::string&) { return scalar(consumed_); }
    bool binary(nlohmann::json::binary_t&) { return false; }

    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        const std::size_t begin = skip_to_token();
        Level& level = levels_.back();
        pointer_.resize(level.pointer_bytes);
        pointer_ += "/" + pointer_step(name);
        if (!level.keys.insert(name).second) {
            problems_.push_back({.place = lines_.place(file_, begin, consumed_),
                                 .pointer = pointer_,
                                 .expected = "each key once",
                                 .found = "a second \"" + name + "\""});
        }
        last_end_ = consumed_;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
        // "[json.exception…] parse error at line 3, column 5: syntax error while parsing value - …", or
        // "[json.exception…] number overflow parsing '1e999'", which concerns a whole token.
        std::string what = error.what();
        const auto column = what.find("column ");
        const auto end = column == std::string::npos ? what.find("] ") : what.find(": ", column);
        if (end != std::string::npos) what.erase(0, end + 2);
        const std::size_t last = std::min(consumed_ == 0 ? 0 : consumed_ - 1, text_.size());
        const std::size_t at = column == std::string::npos ? skip_to_token() : last;
        problems_.push_back({.place = lines_.place(file_, at, at + 1), .expected = "JSON", .found = what});
        return false;
    }

  private:
    /// The first character of the token that was just read. The parser gives only its end.
    std::size_t skip_to_token() const {
        const auto begin = text_.find_first_not_of(" \t\r\n,:", last_end_);
        return begin == std::string::npos ? text_.size() : begin;
    }

    /// Moves the pointer to the value that begins now. In an array that is its index; in an object the key has done it.
    void begin_value() {
        if (levels_.empty() || levels_.back().is_object) return;
        pointer_.resize(levels_.back().pointer_bytes);
        pointer_ += "/" + std::to_string(levels_.back().index++);
    }

    bool scalar(std::size_t end) {
        begin_value();
        if (places_ != nullptr) places_->by_pointer.emplace(pointer_, lines_.place(file_, skip_to_token(), end));
        last_end_ = end;
        return true;
    }

    /// The end of a number. The lexer has read one character more.
    bool number() {
        const auto end = text_.find_first_of(" \t\r\n,]}", skip_to_token());
        return scalar(std::min(end, text_.size()));
    }

    bool open(bool is_object) {
        begin_value();
        const std::size_t begin = skip_to_token();
        if (levels_.size() >= limits_.levels) {
            problems_.push_back(
                {.place = lines_.place(file_, begin, begin + 1),
                 .pointer = {},
                 .expected = "at most " + std::to_string(limits_.levels) + " arrays and objects inside each other",
                 .found = "one more"});
            return false;
        }
        levels_.push_back({is_object, pointer_.size(), begin, 0, {}});
        last_end_ = consumed_;
        return true;
    }

    bool close() {
        const Level& level = levels_.back();
        pointer_.resize(level.pointer_bytes);
        if (places_ != nullptr) places_->by_pointer.emplace(pointer_, lines_.place(file_, level.begin, consumed_));
        levels_.pop_back();
        last_end_ = consumed_;
        return true;
    }

    const std::string& file_;
    const std::string& text_;
    const JsonLimits& limits_;
    Places* places_;
    std::vector<Problem>& problems_;
    Lines lines_;
    std::vector<Level> levels_;
    std::string pointer_;
    std::size_t consumed_ = 0;
    std::size_t last_end_ = 0;  // one past the token before this one
};

std::vector<Problem> scan(const std::string& file, const std::string& text, const JsonLimits& limits, Places* places) {
    std::vector<Problem> problems;
    if (text.size() > limits.bytes) {
        problems.push_back({.place = {.file = file},
                            .pointer = {},
                            .expected = "at most " + std::to_string(limits.bytes) + " bytes",
                            .found = std::to_string(text.size())});
        return problems;
    }
    Scanner scanner(file, text, limits, places, problems);
    const char* begin = text.data();
    nlohmann::json::sax_parse(CountingIterator{begin, begin, scanner.consumed()},
                              CountingIterator{begin + text.size(), begin, scanner.consumed()}, &scanner);
    return problems;
}

}  // namespace

std::string pointer_step(const std::string& text) {
    std::string step;
    for (const char c : text) {
        if (c == '~') {
            step += "~0";
        } else if (c == '/') {
            step += "~1";
        } else {
            step += c;
        }
    }
    return step;
}

Place place_of(const Places& places, std::string pointer) {
    while (true) {
        const auto found = places.by_pointer.find(pointer);
        if (found != places.by_pointer.end()) return found->second;
        if (pointer.empty()) return {.file = places.file};
        const auto slash = pointer.rfind('/');
        pointer.resize(slash == std::string::npos ? 0 : slash);
    }
}

std::vector<Problem> scan_json(const std::string& file, const std::string& text, const JsonLimits& limits,
                               Places& places) {
    places = {.file = file, .by_pointer = {}};
    return scan(file, text, limits, &places);
}

std::vector<Problem> check_json(const std::string& file, const std::string& text, const JsonLimits& limits) {
    return scan(file, text, limits, nullptr);
}

void locate(std::vector<Problem>& problems, const Places& places) {
    for (auto& problem : problems) {
        if (problem.place.line == 0) problem.place = place_of(places, problem.pointer);
    }
}

}  // namespace abi
