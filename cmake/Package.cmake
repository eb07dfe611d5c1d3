# What other programs may use of this tree, as the CMake package `tutor`: one component and one
# file of targets for each. `cmake --install <build> --component jinja` installs one alone.
#
#   find_package(tutor CONFIG REQUIRED COMPONENTS jinja)
#   target_link_libraries(program PRIVATE tutor::jinja)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tutor)

# tutor_install_targets(<name>)
#
# Installs the targets of the export set tutor-<name>, and what finds them.
function(tutor_install_targets name)
  install(EXPORT tutor-${name} NAMESPACE tutor:: FILE tutor-${name}-targets.cmake
    DESTINATION ${package_folder} COMPONENT ${name})
  install(FILES ${PROJECT_BINARY_DIR}/tutorConfig.cmake ${PROJECT_BINARY_DIR}/tutorConfigVersion.cmake
    DESTINATION ${package_folder} COMPONENT ${name})
endfunction()

# tutor_install_component(<name> MODULES <module>...)
#
# Installs the modules' libraries and the headers that are their face.
function(tutor_install_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "MODULES")
  foreach(module IN LISTS arg_MODULES)
    set_target_properties(tutor_${module} PROPERTIES EXPORT_NAME ${module})
    install(TARGETS tutor_${module} EXPORT tutor-${name}
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${name})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${module}/
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tutor/${module} COMPONENT ${name}
      FILES_MATCHING PATTERN "*.hpp" PATTERN internal EXCLUDE PATTERN tools EXCLUDE)
  endforeach()
  tutor_install_targets(${name})
endfunction()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/tutorConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tutorConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tutorConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)

tutor_install_component(jinja MODULES base value jinja)
# The one header below `internal` that public headers include.
install(FILES ${PROJECT_SOURCE_DIR}/src/value/internal/cells.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tutor/value/internal COMPONENT jinja)

# The SDK of plugins: headers, no library.
install(FILES include/tutor/plugin.h include/tutor/plugin.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tutor COMPONENT plugin)
install(DIRECTORY include/tutor/plugin
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tutor COMPONENT plugin)
install(TARGETS tutor_plugin_sdk EXPORT tutor-plugin COMPONENT plugin)
tutor_install_targets(plugin)
install(FILES cmake/tutor-plugin-functions.cmake DESTINATION ${package_folder} COMPONENT plugin)
