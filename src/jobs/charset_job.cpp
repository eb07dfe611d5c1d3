// SPDX-License-Identifier: Apache-2.0
//
// `do convert-mysql-utf8mb4-charset`.

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/engine.hpp"
#include "jobs/internal/parts.hpp"
#include "jobs/quoting.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
namespace {

// One row for each table that has something to convert: a SELECT that tells its name, and an
// ALTER TABLE that rewrites the table once. Whatever else a column is (default, comment,
// expression) is said again, because MODIFY would drop it. MariaDB shows defaults and expressions
// as SQL text, MySQL defaults as values and expressions with escaped quotes. A collation without a
// counterpart becomes utf8mb4_unicode_ci.
//
// {0}: the database's name, {1}: a condition on t.TABLE_NAME.
constexpr const char* list_changes = R"sql(
SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '');
SET SESSION group_concat_max_len = 16777216;
SELECT CONCAT(
    'SELECT ', QUOTE(CONCAT('converting table ', t.TABLE_NAME)), ';\n',
    'ALTER TABLE `', REPLACE(t.TABLE_NAME, '`', '``'), '` ',
    CONCAT_WS(
        ', ',
        c.changes,
        IF(SUBSTRING_INDEX(t.TABLE_COLLATION, '_', 1) IN ('utf8', 'utf8mb3'),
           CONCAT('DEFAULT CHARACTER SET utf8mb4 COLLATE ',
                  COALESCE(k.COLLATION_NAME, 'utf8mb4_unicode_ci')),
           NULL)),
    ';')
FROM information_schema.TABLES t
LEFT JOIN information_schema.COLLATIONS k ON k.COLLATION_NAME =
    IF(t.TABLE_COLLATION IN ('utf8_general_ci', 'utf8mb3_general_ci'),
       'utf8mb4_unicode_ci',
       CONCAT('utf8mb4', SUBSTRING(t.TABLE_COLLATION, LOCATE('_', t.TABLE_COLLATION))))
LEFT JOIN (
    SELECT s.TABLE_NAME, GROUP_CONCAT(
        'MODIFY `', REPLACE(s.COLUMN_NAME, '`', '``'), '` ', s.COLUMN_TYPE,
        ' CHARACTER SET utf8mb4 COLLATE ', COALESCE(m.COLLATION_NAME, 'utf8mb4_unicode_ci'),
        CASE
            WHEN COALESCE(s.GENERATION_EXPRESSION, '') = '' THEN ''
            WHEN VERSION() LIKE '%MariaDB%' THEN
                CONCAT(' GENERATED ALWAYS AS (', s.GENERATION_EXPRESSION, ')')
            ELSE CONCAT(' GENERATED ALWAYS AS (',
                REPLACE(REPLACE(s.GENERATION_EXPRESSION, '\\\'', '\''), '\\\\', '\\'), ')')
        END,
        CASE
            WHEN COALESCE(s.GENERATION_EXPRESSION, '') = '' THEN ''
            WHEN s.EXTRA LIKE '%STORED%' THEN ' STORED'
            ELSE ' VIRTUAL'
        END,
        CASE
            WHEN s.IS_NULLABLE = 'NO' THEN ' NOT NULL'
            WHEN COALESCE(s.GENERATION_EXPRESSION, '') = '' THEN ' NULL'
            ELSE ''
        END,
        CASE
            WHEN s.COLUMN_DEFAULT IS NULL OR COALESCE(s.GENERATION_EXPRESSION, '') <> '' THEN ''
            WHEN VERSION() LIKE '%MariaDB%' THEN CONCAT(' DEFAULT ', s.COLUMN_DEFAULT)
            WHEN s.EXTRA LIKE '%DEFAULT_GENERATED%' THEN CONCAT(' DEFAULT (',
                REPLACE(REPLACE(s.COLUMN_DEFAULT, '\\\'', '\''), '\\\\', '\\'), ')')
            ELSE CONCAT(' DEFAULT ', QUOTE(s.COLUMN_DEFAULT))
        END,
        IF(s.COLUMN_COMMENT = '', '', CONCAT(' COMMENT ', QUOTE(s.COLUMN_COMMENT)))
        ORDER BY s.ORDINAL_POSITION SEPARATOR ', ') AS changes
    FROM information_schema.COLUMNS s
    LEFT JOIN information_schema.COLLATIONS m ON m.COLLATION_NAME =
        IF(s.COLLATION_NAME IN ('utf8_general_ci', 'utf8mb3_general_ci'),
           'utf8mb4_unicode_ci',
           CONCAT('utf8mb4', SUBSTRING(s.COLLATION_NAME, LOCATE('_', s.COLLATION_NAME))))
    WHERE s.TABLE_SCHEMA = {0} AND s.CHARACTER_SET_NAME IN ('utf8', 'utf8mb3')
    GROUP BY s.TABLE_NAME
) c ON c.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_SCHEMA = {0} AND t.TABLE_TYPE = 'BASE TABLE'
    AND (c.changes IS NOT NULL
         OR SUBSTRING_INDEX(t.TABLE_COLLATION, '_', 1) IN ('utf8', 'utf8mb3'))
    AND {1}
ORDER BY t.TABLE_NAME;
)sql";

std::vector<std::string> comma_list(const std::optional<std::string>& text) {
    std::vector<std::string> result;
    for (const std::string& item : split(text.value_or(""), ',')) {
        if (const std::string_view trimmed = trim(item); !trimmed.empty()) {
            result.emplace_back(trimmed);
        }
    }
    return result;
}

// Whether the name of a table begins with one of `prefixes`.
std::string prefix_condition(const std::vector<std::string>& prefixes) {
    std::vector<std::string> conditions;
    for (const std::string& prefix : prefixes) {
        const std::string literal = sql_literal(prefix);
        conditions.push_back(fmt::format("LEFT(t.TABLE_NAME, CHAR_LENGTH({0})) = {0}", literal));
    }
    return "(" + join(conditions, " OR ") + ")";
}

std::string
table_condition(const std::vector<std::string>& include, const std::vector<std::string>& exclude) {
    std::string condition = include.empty() ? "TRUE" : prefix_condition(include);
    if (!exclude.empty()) {
        condition += " AND NOT " + prefix_condition(exclude);
    }
    return condition;
}

// The statements are made first and run only when all could be made.
std::string conversion_script(
    const std::string& client, const std::string& database, const std::string& condition) {
    const std::string listing = std::string(
        trim(fmt::format(fmt::runtime(list_changes), sql_literal(database), condition)));
    return fmt::format(
        "statements=\"$({0} --batch --raw --skip-column-names --execute={1})\"\n"
        "{{\n"
        "    echo 'SET SESSION foreign_key_checks = 0;'\n"
        "    printf '%s\\n' \"$statements\"\n"
        "    printf '%s\n' {2}\n"
        "}} | {0} --batch --skip-column-names {3}",
        client,
        shell_quote(listing),
        shell_quote(fmt::format(
            "ALTER DATABASE {} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;",
            sql_identifier(database))),
        shell_quote("--database=" + database));
}

struct Selection {
    std::string database;
    std::vector<std::string> include;
    std::vector<std::string> exclude;
};

// Whether the user wants it; asked only when the whole database is at stake.
bool confirmed(
    const cli::Invocation& call, const Environment& environment, const Selection& selection) {
    if (!selection.include.empty() || !selection.exclude.empty() || call.flag("non_interactive")) {
        return true;
    }
    return environment.prompt.confirm(
        fmt::format(
            "Every table of the database '{}' will be rewritten, which takes long and should not "
            "be done without a backup. Go on?",
            selection.database),
        false);
}

catalog::TaskSequence conversion(const Selection& selection, const Environment& environment) {
    catalog::Task task = verbatim_task(
        "lms",
        conversion_script(
            mysql_as_root(environment.config(), environment.masker),
            selection.database,
            table_condition(selection.include, selection.exclude)));
    return [task = std::move(task),
            database = selection.database,
            done = false,
            &output = environment.output]() mutable -> std::optional<catalog::Task> {
        if (!done) {
            done = true;
            return task;
        }
        output.title(
            fmt::format("Character set and collation of database '{}' are converted", database));
        return std::nullopt;
    };
}

}  // namespace

catalog::Job convert_charset_job(const Environment& environment) {
    return {
        .command =
            {.name = "convert-mysql-utf8mb4-charset",
             .help = "Convert the tables of a MySQL database from utf8mb3 to utf8mb4.",
             .options =
                 {{.names = {"--include"},
                   .help = "Only tables whose names begin with one of these, separated by commas.",
                   .metavar = "PREFIXES"},
                  {.names = {"--exclude"},
                   .help = "No tables whose names begin with one of these, separated by commas.",
                   .metavar = "PREFIXES"},
                  {.names = {"--database"},
                   .help = "Database to convert; the setting OPENEDX_MYSQL_DATABASE when it is not "
                           "given.",
                   .metavar = "NAME"},
                  {.names = {"-I", "--non-interactive"},
                   .help = "Do not ask before the whole database is converted.",
                   .is_flag = true}},
             .ignore_unknown_options = true},
        .tasks = [environment](const cli::Invocation& call) -> catalog::TaskSequence {
            const catalog::Configuration& config = environment.config();
            if (!is_on(config, "RUN_MYSQL")) {
                environment.output.info(
                    "MySQL is not run by this platform (RUN_MYSQL is false): its tables have to "
                    "be converted where it runs");
                return sequence_of({});
            }
            const std::optional<std::string> database = call.text("database");
            const Selection selection{
                database ? *database : setting(config, "OPENEDX_MYSQL_DATABASE"),
                comma_list(call.text("include")),
                comma_list(call.text("exclude"))};
            if (!confirmed(call, environment, selection)) {
                return sequence_of({});
            }
            return conversion(selection, environment);
        }};
}

}  // namespace tutor::jobs::internal
