"""Moving in: everything that an installation of another tool holds is brought here, project by project.

An installation is asked over its own API and what it says is put into the archives that our import reads anyway
(`annotation.imports.label_studio`, `.argilla`), so moving in and importing a file come to the same. What has been
brought is remembered in a small file: who runs it again brings what is new and doubles nothing.
"""
