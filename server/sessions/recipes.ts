// Owns the rows of phases people keep for themselves. A recipe is its owner's alone; nobody else reads or changes it.

import { and, desc, eq } from 'drizzle-orm'
import { OWN_RECIPES_MAX_PER_PERSON } from '../../shared/limits.ts'
import type { UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import type { OwnRecipe } from '../../shared/session.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { ownRecipes, user } from '../platform/database/schema/index.ts'
import { soundPhases } from './rules.ts'

type RecipeCommand = 'recipe.save' | 'recipe.remove'

export function recipeCommands(deps: { enqueue: Enqueue; newId: () => string }): Pick<Handlers, RecipeCommand> {
  return {
    async 'recipe.save'({ tx, actor, now }, { recipeId: proposed, name, phases }) {
      const sound = soundPhases(phases)
      if (!sound.ok) return sound
      const { userId } = actor
      // Two saves of one person at once must not both find room for one more.
      await tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for('no key update')
      const recipeId = proposed ?? deps.newId()
      const [known] = await tx.select().from(ownRecipes).where(eq(ownRecipes.id, recipeId))
      if (known && known.userId !== userId) {
        return refuse('conflict', 'id-taken', 'This id is in use. Propose another, or none.', { field: 'recipeId' })
      }
      if (known) await tx.update(ownRecipes).set({ name, phases, savedAt: now }).where(eq(ownRecipes.id, recipeId))
      else {
        const mine = await recipesOf(tx, userId)
        if (mine.length >= OWN_RECIPES_MAX_PER_PERSON) {
          return refuse('conflict', 'too-many', 'You cannot keep more recipes. Remove one first.', {
            limit: OWN_RECIPES_MAX_PER_PERSON,
          })
        }
        await tx.insert(ownRecipes).values({ id: recipeId, userId, name, phases, savedAt: now })
      }
      await changed(tx, userId)
      return done({ recipeId })
    },

    /** What is gone already is removed as well: a repeat does no harm. */
    async 'recipe.remove'({ tx, actor }, { recipeId }) {
      await tx.delete(ownRecipes).where(and(eq(ownRecipes.id, recipeId), eq(ownRecipes.userId, actor.userId)))
      await changed(tx, actor.userId)
      return done({})
    },
  }

  async function changed(tx: Tx, userId: UserId): Promise<void> {
    await deps.enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['recipes'] })
  }
}

/** GET /api/recipes: mine, the one last saved first. */
export async function recipesOf(reader: Reader, userId: UserId): Promise<OwnRecipe[]> {
  const rows = await reader
    .select({ recipeId: ownRecipes.id, name: ownRecipes.name, phases: ownRecipes.phases })
    .from(ownRecipes)
    .where(eq(ownRecipes.userId, userId))
    .orderBy(desc(ownRecipes.savedAt), desc(ownRecipes.id))
  return rows
}
