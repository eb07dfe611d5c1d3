# tutor_add_unit_tests(<module> SOURCES <file>... [DEPENDS <module>...])
#
# One doctest executable per module, `unit_<module>`, labelled "unit". DEPENDS names modules
# beside the tested one.
function(tutor_add_unit_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  if(NOT TARGET tutor_${name})
    return()
  endif()
  add_executable(unit_${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/support/main.cpp)
  list(TRANSFORM arg_DEPENDS PREPEND tutor::)
  target_include_directories(unit_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(unit_${name} PRIVATE tutor::${name} ${arg_DEPENDS} doctest::doctest
    project_settings project_warnings)
  add_test(NAME unit.${name} COMMAND unit_${name})
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 600
    ENVIRONMENT "TZ=UTC;LANG=C.UTF-8;COLUMNS=80;TUTOR_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()
