# The plugin SDK: two headers without a library. Programs outside of our tree say
#
#     find_package(tutor REQUIRED COMPONENTS plugin)
#     tutor_add_plugin(myplugin myplugin.cpp)
#
# cmake/tutor-config.cmake includes one file of targets per component, so that further
# components (`jinja`) only install a file beside this one.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(tutor_plugin_sdk INTERFACE)
add_library(tutor::plugin ALIAS tutor_plugin_sdk)
set_target_properties(tutor_plugin_sdk PROPERTIES EXPORT_NAME plugin)
target_include_directories(tutor_plugin_sdk INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

set(tutor_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tutor)
install(FILES include/tutor/plugin.h include/tutor/plugin.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tutor COMPONENT plugin)
install(TARGETS tutor_plugin_sdk EXPORT tutor_plugin COMPONENT plugin)
install(EXPORT tutor_plugin NAMESPACE tutor:: FILE tutor-plugin-targets.cmake
  DESTINATION ${tutor_package_folder} COMPONENT plugin)
install(FILES cmake/tutor-plugin-functions.cmake DESTINATION ${tutor_package_folder} COMPONENT plugin)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tutor-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES cmake/tutor-config.cmake ${PROJECT_BINARY_DIR}/tutor-config-version.cmake
  DESTINATION ${tutor_package_folder} COMPONENT plugin)
