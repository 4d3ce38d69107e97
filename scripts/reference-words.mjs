import { Converter } from 'typedoc';

/** A plug-in of typedoc. An export of a stable entry that says `@experimental` itself is that alone: typedoc adds the entry's word to it.
 *  @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { comment } of Object.values(project.reflections))
      if (comment?.hasModifier('@experimental')) comment.removeModifier('@stable');
  });
}
