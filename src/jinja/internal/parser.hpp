// SPDX-License-Identifier: Apache-2.0
//
// Builds the tree of a template from its tokens, with Jinja2's grammar and messages.

#pragma once

#include "jinja/internal/ast.hpp"
#include "jinja/internal/compiled.hpp"
#include "jinja/internal/token.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

struct Extensions {
    bool expression_statement = false;
    bool loop_controls = false;
    bool debug = false;
    bool i18n = false;
    bool trim_translations = false;
    bool newstyle_gettext = false;
};

/// Which of the names with a meaning of their own some part of a template reads.
struct SpecialNames {
    bool loop = false;
    bool self = false;
    bool super = false;
    bool caller = false;
    bool kwargs = false;
    bool varargs = false;

    void merge(const SpecialNames& inner);
};

/// Parts of a node while they are parsed: the top of a stack that all nodes of a parser share.
template <class T>
class Parts {
public:
    explicit Parts(std::vector<T>& stack) : stack_(stack), begin_(stack.size()) {}
    ~Parts() { stack_.resize(begin_); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void push_back(const T& part) { stack_.push_back(part); }
    std::size_t size() const { return stack_.size() - begin_; }
    bool empty() const { return size() == 0; }
    const T& front() const { return stack_[begin_]; }
    const T& back() const { return stack_.back(); }
    Span<T> keep(Arena& arena) const { return arena.copy(stack_.data() + begin_, size()); }

private:
    std::vector<T>& stack_;
    std::size_t begin_;
};

/// Memory that one compilation leaves to the next.
struct Workbench {
    std::vector<Token> tokens;
    NameTable names;
    std::vector<Node*> nodes;
    std::vector<Keyword> keywords;
    std::vector<Branch> branches;

    void clear();
};

class Parser {
public:
    /// Parses the tokens on the bench; names are numbered there.
    Parser(CompiledTemplate& target, Workbench& bench, const Extensions& extensions);

    /// Fills `body` and `blocks` of the template.
    ///
    /// @throws TemplateError  TemplateSyntaxError, TemplateAssertionError
    void parse();

private:
    using EndTags = std::initializer_list<std::string_view>;
    enum class EndToken : std::uint8_t { keep, drop };
    enum class TupleKind : std::uint8_t { full, no_condition, simple, simple_with_namespace };

    // Tokens.
    const Token& current() const { return *token_; }
    const Token& look() const;
    const Token& advance();  // returns the one before
    bool skip_if(TokenKind kind);
    bool skip_if_name(std::string_view name);
    const Token& expect(TokenKind kind);
    const Token& expect_name(std::string_view name);
    [[noreturn]] void fail_expected(std::string_view expected) const;
    [[noreturn]] void fail(std::string message, int line) const;
    [[noreturn]] void fail(std::string message) const { fail(std::move(message), current().line); }
    [[noreturn]] void fail_assertion(std::string message, int line) const;
    [[noreturn]] void fail_tag(const std::string* unknown, int line) const;

    // Statements.
    Nodes parse_body(const EndTags* end_tags);
    Nodes parse_statements(EndTags end_tags, EndToken end_token);
    Node* parse_statement();
    Node* dispatch_statement(std::string_view tag, bool& known);
    Node* parse_extension(std::string_view tag, bool& known);
    Node* parse_set();
    Node* parse_for();
    Node* parse_if();
    Node* parse_with();
    Node* parse_autoescape();
    Node* parse_block();
    Node* parse_extends();
    Node* parse_include();
    Node* parse_import();
    Node* parse_from();
    Node* parse_macro();
    Node* parse_call_block();
    Node* parse_filter_block();
    Node* parse_print();
    Node* parse_do();
    Node* parse_trans();
    bool parse_context_choice(bool fallback);
    Span<Parameter> parse_signature();
    void parse_macro_body(Macro& macro, std::string_view end_tag);
    Node* parse_target(TupleKind kind);
    Name* parse_target_name();
    void note_loop_stores(const Node* target);
    Node* clone_target(const Node* target);
    bool has_scoped_block(const Nodes& body) const;
    struct TransText {
        std::vector<std::string_view> names;
        std::string text;
    };
    struct Trans;
    TransText parse_trans_text(bool allow_plural);
    void parse_trans_header(Trans& trans);
    Node* finish_trans(Trans& trans, const Token& begin);
    Name* load_name(std::string_view text, int line, std::uint32_t offset);

    // Expressions.
    Node* parse_expression();
    Node* parse_condition();
    Node* parse_or();
    Node* parse_and();
    Node* parse_not();
    Node* parse_compare();
    Node* parse_sum();
    Node* parse_concat();
    Node* parse_product();
    Node* parse_power();
    Node* parse_unary(bool with_filter);
    Node* parse_primary(bool with_namespace);
    Node* parse_name(bool with_namespace);
    Node* parse_number();
    Node* parse_string();
    Node* parse_tuple(TupleKind kind, bool explicit_parentheses = false);
    Node* parse_list();
    Node* parse_dict();
    Node* parse_postfix(Node* node);
    Node* parse_filter_expression(Node* node);
    Node* parse_subscript(Node* node);
    Node* parse_subscribed();
    Node* parse_call(Node* callee);
    CallArguments parse_call_arguments();
    Node* parse_filter(Node* input, bool inline_start = false);
    Node* parse_test(Node* input);
    std::string_view parse_dotted_name();

    template <class T>
    T* make(Op op, int line, std::uint32_t offset) {
        T* node = target_.arena.make<T>();
        node->op = op;
        node->line = line;
        node->offset = offset;
        return node;
    }
    template <class T>
    T* make(Op op, const Token& token) {
        return make<T>(op, token.line, token.offset);
    }
    /// Notes that `child` hangs below `node`; fails when the tree gets too high.
    void grow(Node* node, const Node* child) const;
    void grow(Node* node, const Nodes& children) const;
    void grow(Node* node, const CallArguments& arguments) const;
    Node* binary(Op op, Node* left, Node* right, int line);
    Node* constant(value::Value value, int line, std::uint32_t offset);
    Name* make_name(const Token& token);
    void note_name(std::string_view name);

    /// One more level of brackets or tags, while it lives.
    struct Nesting {
        explicit Nesting(Parser& owner) : parser(owner) {
            if (++parser.nesting_ > max_nesting) {
                parser.fail("the template is nested too deeply");
            }
        }
        ~Nesting() { --parser.nesting_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

        Parser& parser;
    };
    static constexpr int max_nesting = 120;

    CompiledTemplate& target_;
    Workbench& bench_;
    const Token* token_;
    const Token* last_token_;
    const Extensions& extensions_;
    SpecialNames special_;
    std::vector<std::string_view> open_tags_;
    std::vector<EndTags> end_tags_;
    std::vector<Node*> pending_;  // statements that the tag just parsed puts before its own
    int nesting_ = 0;
};

/// An integer literal of any base and size, underscores allowed.
value::Value parse_integer_literal(std::string_view text);
/// A decimal floating point literal, underscores allowed.
double parse_real_literal(std::string_view text);

}  // namespace tutor::jinja
