# The plugin SDK: headers without a library. Programs outside of our tree say
#
#     find_package(tutor REQUIRED COMPONENTS plugin)
#     tutor_add_plugin(myplugin myplugin.cpp)
#
# cmake/Package.cmake installs them.

add_library(tutor_plugin_sdk INTERFACE)
add_library(tutor::plugin ALIAS tutor_plugin_sdk)
set_target_properties(tutor_plugin_sdk PROPERTIES EXPORT_NAME plugin)
target_include_directories(tutor_plugin_sdk INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
